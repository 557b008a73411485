dist_man_MANS += %D%/cspc.1

# The pages of `cspc explain`.
errorsdir = $(pkgdatadir)/errors
dist_errors_DATA = \
	%D%/errors/E0001.md \
	%D%/errors/E0002.md \
	%D%/errors/E0003.md \
	%D%/errors/E0004.md \
	%D%/errors/E0005.md \
	%D%/errors/E0101.md \
	%D%/errors/E0102.md \
	%D%/errors/E0103.md \
	%D%/errors/E0104.md \
	%D%/errors/E0105.md \
	%D%/errors/E0106.md \
	%D%/errors/E0107.md \
	%D%/errors/E0201.md \
	%D%/errors/E0202.md \
	%D%/errors/E0203.md \
	%D%/errors/E0204.md \
	%D%/errors/E0205.md \
	%D%/errors/E0299.md \
	%D%/errors/E0301.md \
	%D%/errors/E0302.md \
	%D%/errors/E0303.md \
	%D%/errors/E0304.md \
	%D%/errors/E0305.md \
	%D%/errors/E0306.md \
	%D%/errors/E0307.md \
	%D%/errors/E0320.md \
	%D%/errors/E0401.md \
	%D%/errors/E0402.md \
	%D%/errors/E0403.md \
	%D%/errors/E0404.md \
	%D%/errors/E0405.md \
	%D%/errors/E0406.md \
	%D%/errors/E0407.md \
	%D%/errors/E0408.md \
	%D%/errors/E0409.md \
	%D%/errors/E0410.md \
	%D%/errors/E0411.md \
	%D%/errors/E0412.md \
	%D%/errors/E0413.md \
	%D%/errors/E0414.md \
	%D%/errors/E0415.md \
	%D%/errors/E0416.md \
	%D%/errors/E0417.md \
	%D%/errors/E0418.md \
	%D%/errors/E0419.md \
	%D%/errors/E0420.md \
	%D%/errors/E0421.md \
	%D%/errors/E0430.md \
	%D%/errors/E0431.md \
	%D%/errors/E0501.md \
	%D%/errors/E0502.md \
	%D%/errors/E0503.md \
	%D%/errors/E0504.md \
	%D%/errors/E0505.md \
	%D%/errors/E0506.md \
	%D%/errors/E0601.md \
	%D%/errors/E0602.md \
	%D%/errors/E0603.md \
	%D%/errors/E0604.md \
	%D%/errors/E0605.md \
	%D%/errors/E0606.md \
	%D%/errors/E0607.md \
	%D%/errors/E0608.md \
	%D%/errors/E0609.md \
	%D%/errors/E0610.md \
	%D%/errors/E0611.md \
	%D%/errors/E0612.md \
	%D%/errors/E0613.md \
	%D%/errors/E0614.md \
	%D%/errors/E0620.md \
	%D%/errors/E0621.md \
	%D%/errors/E0622.md \
	%D%/errors/E0623.md \
	%D%/errors/E0630.md \
	%D%/errors/E0631.md \
	%D%/errors/E0632.md \
	%D%/errors/E0633.md \
	%D%/errors/E0634.md \
	%D%/errors/E0635.md \
	%D%/errors/E0640.md \
	%D%/errors/E0650.md \
	%D%/errors/E0651.md \
	%D%/errors/E0660.md \
	%D%/errors/E0665.md \
	%D%/errors/E0666.md \
	%D%/errors/E0667.md \
	%D%/errors/E0670.md \
	%D%/errors/E0671.md \
	%D%/errors/E0680.md \
	%D%/errors/E0681.md \
	%D%/errors/E0682.md \
	%D%/errors/E0701.md \
	%D%/errors/E0702.md \
	%D%/errors/E0703.md \
	%D%/errors/E0704.md \
	%D%/errors/E0705.md \
	%D%/errors/E0901.md \
	%D%/errors/E0902.md

# The pages for people.
dist_doc_DATA = LICENSE \
	%D%/corpus.md %D%/csp.md %D%/dependencies.md %D%/design.md %D%/emitted-c.md %D%/ir.md \
	%D%/drawing.md %D%/ending.md %D%/features.md %D%/grammar.md %D%/language.md %D%/libraries.md %D%/networks.md %D%/runtime.md %D%/trace.md \
	%D%/testing.md %D%/tutorial.md %D%/types.md \
	%D%/usage.md
