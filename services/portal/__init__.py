"""The portal: pages for members, clients and desks; an ASGI process that asks the services and holds no domain data."""
