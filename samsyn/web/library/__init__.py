"""The library on screen: own cases and stories, what others have offered, the pilots' cards; sharing after a look."""
