"""A real authorization server on loopback, made with Authlib: code and PKCE, refresh, rotation, and trouble on order."""
