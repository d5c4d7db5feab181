namespace ElasticMoE.Node.Tests.Processes;

/// <summary>How a child process ended and what it wrote.</summary>
internal sealed record EmoeResult(int ExitCode, string Out, string Error);
