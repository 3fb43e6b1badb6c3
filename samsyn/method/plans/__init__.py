"""Agreements, the law's picture, action plans and pledges: documents with versions, signatories and a decision."""
