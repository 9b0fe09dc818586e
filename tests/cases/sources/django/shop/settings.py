import os

SECRET_KEY = "not a secret"
INSTALLED_APPS = ["books"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("SHOP_NAME", "shop"),
        "HOST": os.environ.get("SHOP_HOST", ""),
        "USER": "postgres",
    }
}
