# A helper.
