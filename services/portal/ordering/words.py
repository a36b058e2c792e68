"""The plain questions behind codes: what kind of work it is, and what the law of VAT takes a line for."""

from services.portal.frame.languages import N_

TRADES = {
    "consulting": N_("Advice and consulting"),
    "writing_and_translation": N_("Writing and translation"),
    "design_and_media": N_("Design, images, web, film"),
    "teaching": N_("Lessons, courses, workshops"),
    "performance": N_("On stage: music, theatre, dance"),
    "event_technique": N_("Light, sound, building up events"),
    "cleaning": N_("Cleaning"),
    "gardening": N_("Gardens and green spaces"),
    "renovation": N_("Renovation and finishing"),
    "work_at_height": N_("Work at a height"),
    "security": N_("Guarding and security"),
}
SUPPLIES = {
    "service": N_("My work: advice, texts, lessons, design, cleaning, anything that fits no other answer"),
    "performance": N_("My performance as an artist, on stage or screen"),
    "copyright": N_("The right to use a work of mine: text, image, music"),
    "building_work": N_("Work on a building or on the ground it stands on"),
    "home_renovation": N_("Renovation of an old dwelling, for the people who live in it"),
    "catering": N_("Meals that I serve, without the drinks"),
}
KINDS = {
    "company": N_("A company, or somebody self-employed"), "public_body": N_("A public body"),
    "association": N_("An association"), "person": N_("A private person"),
}
