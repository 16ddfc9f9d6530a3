"""What vitascope speaks about: requests, generations, renders, events. Pure: no input or output."""
