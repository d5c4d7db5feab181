namespace ElasticMoE.Contracts.Control;

/// <summary>Where admin commands go.</summary>
public interface IClusterCommands
{
    /// <summary>
    /// Submits a command and awaits that it is journaled or refused. The same <see cref="AdminRequest.Id"/> again changes nothing and gets the
    /// same outcome, also from another leader.
    /// </summary>
    Task<CommandOutcome> SubmitAsync(AdminRequest request, CancellationToken cancel);

    /// <summary>Awaits the end of an operation.</summary>
    /// <returns>Its outcome; <see cref="OutcomeCode.UnknownOperation"/> where nobody remembers it.</returns>
    Task<CommandOutcome> AwaitAsync(OperationId operation, CancellationToken cancel);
}
