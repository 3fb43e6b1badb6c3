"""The problems, measures and signatories of a document."""
