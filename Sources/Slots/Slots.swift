// The first lines of this module are on their way.
