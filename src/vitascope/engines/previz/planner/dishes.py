"""Forms of what is eaten, and of what it is served in."""

from __future__ import annotations

DISHES = frozenset(
    {"noodles", "soup", "rice", "salad", "pasta", "steak", "breakfast", "sushi", "taco", "hot_dog"}
)
"""Forms of dishes."""
FOOD = DISHES | frozenset({
    "hamburger", "pizza", "birthday_cake", "cake_slice", "bread", "croissant", "doughnut",
    "cupcake", "ice_cream", "pancakes", "cookie", "cheese", "banana", "grapes", "cherries",
    "carrot", "corn", "pear", "pineapple", "watermelon", "avocado", "strawberry", "tomato", "lemon",
    "peach", "egg", "potato", "fruit", "popcorn", "fries",
})  # fmt: skip
"""Forms of what is eaten."""
SERVED = DISHES | {"popcorn", "fries", "ice_cream"}
"""Forms that come with what they are served in."""
TOPPINGS = frozenset({"candle", "mushroom", "seaweed", "bush"})
"""Forms of what else there may be on food."""
FILLED = frozenset({"bowl", "cup", "beaker", "pot", "box", "basket", "generic"})
"""Forms of what something may be in."""
