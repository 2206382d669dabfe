using KernelPatch;

return await CommandLine.RunAsync(args, Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected);
