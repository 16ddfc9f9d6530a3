"""Forty prompts as contact sheets with their plans, and what can be measured about them."""
