"""The complainant: name, address, telephone, e-mail, and for whom somebody else writes."""
