/** Why a button or a form of a connect-check does not do what it says, each with what to do instead. */
export const tooOld = { message: 'That was too long ago.', hint: 'Type `/vm connect-check` again.' };

export const notOpened = {
  message: 'Slack did not open the form.',
  hint: 'Press the button again, or add `from` and your address to the command.',
};

export const notSharedHere = {
  message: 'People of another company may read in this channel, or I cannot tell: the report is not shared here.',
  hint: 'Share it in a channel of your own company; into a private one I have to be invited first.',
};

export const sharedAlready = {
  message: 'This report is in the channel already.',
  hint: 'Press "Check again" to share a newer one.',
};
