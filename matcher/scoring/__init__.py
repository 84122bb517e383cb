"""From features to a calibrated confidence."""
