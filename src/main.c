/* SPDX-License-Identifier: EUPL-1.2 */
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "attachment/attachment.h"
#include "document/document.h"
#include "doors/cli.h"
#include "workbook/workbook.h"

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "sheet")) /* the child that reads a spreadsheet; it has nothing of ours */
		return workbook_child();
	if (argc == 2 && !strcmp(argv[1], "document")) /* the same for documents */
		return document_child();
	if (argc == 2 && !strcmp(argv[1], "attachment")) /* and for what is added to a meeting */
		return attachment_child();
	if (sodium_init() < 0) {
		fprintf(stderr, "fyr: the cryptographic library cannot be started\n");
		return 6;
	}
	(void)signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a full disk: told, not a sudden end */
	(void)umask(0077); /* a council's files are its own user's */
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return cli(argc, argv);
}
