"""What calendars say: iCalendar, invitations by mail, video links."""
