"""Register for others: what came by phone, by mail or as a shift report, typed by somebody with an account."""
