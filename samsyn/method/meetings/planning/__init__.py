"""Planning of meetings: rhythms, the days they give, agendas, and habits to begin with."""
