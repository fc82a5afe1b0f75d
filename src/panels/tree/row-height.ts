/** Height of a row of the tree in CSS px; `tree.css` has the same. Equal rows are what lets 150,000 of them scroll. */
export const rowHeightPx = 28
