"""Staff accounts: signing in, second factors, reauthentication, session timeouts."""
