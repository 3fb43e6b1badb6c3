"""The tables of django-allauth, made in one step."""
