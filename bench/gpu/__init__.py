"""Speed and memory of diffusion models on a graphics card."""
