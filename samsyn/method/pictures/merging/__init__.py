"""From the parties' own pictures to the common one."""
