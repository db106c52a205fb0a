"""Read releases from exports of other sites: feeds, WordPress, Movable Type, static sites."""
