"""What was learnt: cases of closed problems and own stories, what others have offered, and the cards of the pilots."""
