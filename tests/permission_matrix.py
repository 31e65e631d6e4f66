MATRIX = {}
PEOPLE = ["visitor", "reader", "editor", "reviewer", "administrator"]
