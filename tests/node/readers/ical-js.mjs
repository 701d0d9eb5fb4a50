// Reads .ics files with ical.js (Thunderbird's and Nextcloud's reader) and prints what it
// understood, one object a file, as a JSON list: node ical-js.mjs FILE...
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

function moment(time) {
  return {
    wall: time.toString(),
    utc: time.convertToZone(ICAL.Timezone.utcTimezone).toString(),
    tzid: time.zone.tzid,
  };
}

function person(property) {
  const names = ["cn", "cutype", "role", "partstat", "rsvp"];
  const said = names.map((name) => [name, property.getFirstParameter(name) ?? null]);
  return { address: property.getFirstValue(), ...Object.fromEntries(said) };
}

function read(path) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
  const events = calendar.getAllSubcomponents("vevent");
  const event = events[0];
  const value = (name) => event.getFirstPropertyValue(name);
  return {
    method: calendar.getFirstPropertyValue("method"),
    events: events.length,
    uid: value("uid"),
    sequence: value("sequence"),
    stamp: value("dtstamp").toString(),
    start: moment(value("dtstart")),
    end: moment(value("dtend")),
    summary: value("summary"),
    description: value("description"),
    location: value("location"),
    url: value("url"),
    status: value("status"),
    class: value("class"),
    organizer: person(event.getFirstProperty("organizer")),
    attendees: event.getAllProperties("attendee").map(person),
  };
}

console.log(JSON.stringify(process.argv.slice(2).map(read)));
