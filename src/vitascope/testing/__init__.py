"""Public fakes for tests: of vitascope itself, of engine plug-ins and of programs that use the API."""
