"""Microsoft Graph: the clinic's own people's calendars, online meetings and free/busy."""
