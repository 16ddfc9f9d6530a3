"""What turns a render specification into frames. Engines are plug-ins and do not know each other."""
