"""What makes the report screens an app in the phone: worker, manifest, icon, and the words its scripts say."""
