"""The use cases as tools and resources of the Model Context Protocol."""
