from django.apps import AppConfig


class RlsinfoConfig(AppConfig):
    name = "rlsinfo"
    verbose_name = "Site"
