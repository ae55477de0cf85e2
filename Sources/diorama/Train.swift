import ArgumentParser

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a compression network, a transformer or a probe: on the reference world, or on recordings.",
        usage: """
            diorama train <part> [<options>]
            diorama train campaign <plan> --seconds <seconds> [<options>]
            """,
        discussion: """
            A run lives in one folder: the checkpoint so far, a JSON-lines log, and the state to go on from. Ctrl-C, \
            SIGTERM and SIGHUP save and end, with exit status 130, 143 or 129; the same command resumes with the same \
            losses as an uninterrupted run. Train the \
            compressor first, then depth, then the transformer in the same folder; `decoder` trains \
            the compressor's decoder on so that pictures survive being coded again and again, `upsampler` what makes its pictures \
            twice as large and sharper, and `distill` makes the transformer's \
            pictures likely ones instead of the mean of all that could be, so that few denoising steps make them sharp. `trust` trains \
            what judges, cell by cell, whether what memory shows is right, on a transformer that stays as it is. `probes` \
            trains what evaluations \
            read the camera's motion with, `captioner` what says the facts of clips; they need no checkpoint.

            Without --episodes the reference world is played live. --episodes SET trains on a set that `diorama record` or \
            `diorama import` made; repeat it for several, and write SET:2 to draw from one twice as often. A new run takes \
            size, actions and rate from its sets, and the pictures that play begins in.

            Examples:
              diorama train compressor --run runs/mine
              diorama train transformer --run runs/more --from small --episodes walks --episodes doors:2

            With --from a new run begins as another checkpoint. Where the configuration asks for larger pictures, longer \
            clips or a multiple of the transformer's blocks, it grows to that and at first computes what it did before.

            `diorama train campaign` trains all parts one after the other, in a given time. Under `mpirun`, of a build with Open MPI \
            (`make mpi`), processes compute a share of every batch each.

            PART is compressor, decoder, upsampler, depth, transformer, distill, trust, probes or captioner.

            OPTIONS OF A TRAINING:
            \(TrainRun.optionsText)
            """,
        subcommands: [TrainRun.self, TrainCampaign.self], defaultSubcommand: TrainRun.self)
}
