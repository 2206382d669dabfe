using NestedDomains;

return CommandLine.Run(args, Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected);
