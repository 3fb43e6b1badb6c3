"""What each state of an area opens: tasks, whom to reach, how often to meet, what to say."""
