"""What is varied: levers, designs of points, and the scenarios that come of them."""
