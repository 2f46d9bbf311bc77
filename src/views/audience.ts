/** Who reads a copy of a card: it has the words and the buttons that they can use. */
export type Audience = 'approvers' | 'requester';
