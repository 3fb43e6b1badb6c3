"""Keeping the records: disposal by decision, handing out on request, papers on data protection, and the handover."""
