"""The pages behind a QR code: taking up an invitation, and signing in on a shared phone."""
