"""Reference data of the Agenda MVOI and a demonstration, as files, and what loads them."""
