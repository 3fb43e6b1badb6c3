"""What allauth asks about providers: they are the municipalities' own rows, and nothing is kept in its tables."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class OwnDirectories(DefaultSocialAccountAdapter):
    """No apps in allauth's own tables or settings; each request asks for the directory that its address names."""
