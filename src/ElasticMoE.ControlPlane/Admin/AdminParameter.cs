namespace ElasticMoE.ControlPlane.Admin;

/// <summary>A parameter of the admin interface.</summary>
/// <param name="Name">Its name in JSON; on a command line an option is named after it.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Description">For people.</param>
public sealed record AdminParameter(string Name, AdminParameterKind Kind, string Description)
{
    /// <summary>Whether it has to be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether a command line gives it by place and not by name.</summary>
    public bool IsPositional { get; init; }

    /// <summary>The option's name where it is another than the parameter's, without the dashes.</summary>
    public string? Option { get; init; }
}
