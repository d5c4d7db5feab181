namespace ElasticMoE.Node.Terminal;

/// <summary>One column of a <see cref="TextTable"/>; numbers align right.</summary>
internal readonly record struct TableColumn(string Heading, bool RightAligned = false)
{
    public static implicit operator TableColumn(string heading) => new(heading);

    /// <summary>A column of numbers.</summary>
    public static TableColumn Number(string heading) => new(heading, RightAligned: true);
}
