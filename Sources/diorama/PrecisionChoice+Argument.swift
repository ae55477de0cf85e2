import ArgumentParser
import Tensors

extension PrecisionChoice: ExpressibleByArgument {}
