"""Requests and responses: routes of the protocols, negotiation, headers, authorisation, logs."""
